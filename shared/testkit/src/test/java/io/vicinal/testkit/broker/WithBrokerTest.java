package io.vicinal.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

@WithBroker
class WithBrokerTest {

    @Test
    void givesABrokerThatClientsReach(TestBroker broker, TestBroker again) throws Exception {
        assertThat(again).isSameAs(broker);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void aStoppedBrokerComesBackAtTheSamePlaceWithItsTopics() throws Exception {
        try (StoppableBroker broker = StoppableBroker.start()) {
            String before = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", before))) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                        .all()
                        .get();
                broker.stop();
                broker.restart();
                assertThat(broker.bootstrapServers()).isEqualTo(before);
                assertThat(admin.listTopics().names().get()).contains("kept");
            }
        }
    }
}
