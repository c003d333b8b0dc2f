package io.vicinal.inference;

import io.vicinal.service.VicinalService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** The inference service as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class InferenceApplication {
    public static void main(String[] arguments) {
        VicinalService.run(InferenceApplication.class, "inference", arguments);
    }
}
