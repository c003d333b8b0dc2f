package io.vicinal.retrieval.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClient;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;

@WithBroker
class LogClockTest {
    private static final TemporalUnitWithinOffset ABOUT =
            new TemporalUnitWithinOffset(30, java.time.temporal.ChronoUnit.SECONDS);

    @Test
    void aNodeWhoseClockIsYearsOffGoesByTheBrokers(TestBroker broker) throws Exception {
        try (AdminClient admin = AdminClient.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            for (String start : List.of("1970-01-01T00:00:00Z", "2112-02-03T00:00:00Z")) {
                LogClock clock = new LogClock(Instant.parse(start));
                clock.ask(admin);
                assertThat(clock.instant()).isCloseTo(Instant.now(), ABOUT);
            }
        }
    }

    @Test
    void withoutAnAnswerItCountsOnFromWhereItWas() throws Exception {
        Instant start = Instant.parse("2001-01-01T00:00:00Z");
        LogClock clock = new LogClock(start);
        try (AdminClient nobody = AdminClient.create(Map.of(
                "bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "300", "request.timeout.ms", "200"))) {
            clock.ask(nobody);
        }
        assertThat(Duration.between(start, clock.instant())).isBetween(Duration.ofMillis(100), Duration.ofSeconds(30));
    }
}
