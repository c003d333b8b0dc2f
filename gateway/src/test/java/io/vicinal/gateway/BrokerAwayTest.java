package io.vicinal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.gateway.TestGateway.Answer;
import io.vicinal.testkit.broker.StoppableBroker;
import org.junit.jupiter.api.Test;

class BrokerAwayTest {

    @Test
    void searchesGoOnWritesAreRefusedAndAllRecovers() {
        try (StoppableBroker broker = StoppableBroker.start();
                TestGateway gateway = TestGateway.start(broker.bootstrapServers())) {
            assertThat(gateway.send("PUT", "/v1/collections/here", "{}").status())
                    .isEqualTo(201);
            broker.stop();

            assertThat(gateway.send("POST", "/v1/collections/here/search", "{\"query\":\"x\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.get("/v1/collections/here")
                            .json()
                            .get("documents")
                            .asInt())
                    .isEqualTo(2);
            assertThat(gateway.send("PUT", "/v1/collections/here", "{}").status())
                    .isEqualTo(200);
            Answer refused = gateway.send("PUT", "/v1/collections/new", "{}");
            refused.problem(503);
            assertThat(refused.http().headers().firstValue("retry-after")).isPresent();

            broker.restart();
            long end = System.nanoTime() + 30_000_000_000L;
            int status;
            do {
                status = gateway.send("PUT", "/v1/collections/new", "{}").status();
            } while (status == 503 && System.nanoTime() < end);
            assertThat(status).isEqualTo(201);
        }
    }
}
