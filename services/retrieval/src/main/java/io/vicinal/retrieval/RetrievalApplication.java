package io.vicinal.retrieval;

import io.vicinal.service.VicinalService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** A retrieval node as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class RetrievalApplication {
    public static void main(String[] arguments) {
        VicinalService.run(RetrievalApplication.class, "retrieval", arguments);
    }
}
