package io.vicinal.ingestion;

import io.vicinal.service.VicinalService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** The ingestion service as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class IngestionApplication {
    public static void main(String[] arguments) {
        VicinalService.run(IngestionApplication.class, "ingestion", arguments);
    }
}
