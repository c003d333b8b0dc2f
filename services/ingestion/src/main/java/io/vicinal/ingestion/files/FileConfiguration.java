package io.vicinal.ingestion.files;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.ingestion.parse.FileProperties;
import io.vicinal.ingestion.parse.Parsers;
import io.vicinal.ingestion.parse.Spool;
import io.vicinal.kafka.LogWriter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What takes files in. Nothing is started and nothing lies on disk before the first of them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FileProperties.class)
public class FileConfiguration {

    @Bean
    Spool fileSpool(FileProperties settings) {
        return new Spool(settings.folderOrDefault());
    }

    @Bean
    Parsers parsers(FileProperties settings, Spool spool, MeterRegistry meters) {
        return new Parsers(settings, spool, meters);
    }

    @Bean
    FileSubmissions fileSubmissions(
            FileProperties settings, Spool spool, Parsers parsers, LogWriter log, MeterRegistry meters) {
        return new FileSubmissions(settings, spool, parsers, log, meters);
    }
}
