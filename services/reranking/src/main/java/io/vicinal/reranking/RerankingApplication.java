package io.vicinal.reranking;

import io.vicinal.service.VicinalService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** The reranking service as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class RerankingApplication {
    public static void main(String[] arguments) {
        VicinalService.run(RerankingApplication.class, "reranking", arguments);
    }
}
