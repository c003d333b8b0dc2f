package io.vicinal.gateway;

import io.vicinal.service.VicinalService;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** The gateway as a process of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class GatewayApplication {
    public static void main(String[] arguments) {
        VicinalService.run(GatewayApplication.class, "gateway", arguments);
    }
}
