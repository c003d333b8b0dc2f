package io.vicinal.relevance;

import io.vicinal.service.VicinalService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** The relevance service as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class RelevanceApplication {
    public static void main(String[] arguments) {
        VicinalService.run(RelevanceApplication.class, "relevance", arguments);
    }
}
