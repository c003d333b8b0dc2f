package io.vicinal.embedding;

import io.vicinal.service.VicinalService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** The embedding service as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class EmbeddingApplication {
    public static void main(String[] arguments) {
        VicinalService.run(EmbeddingApplication.class, "embedding", arguments);
    }
}
