package io.vicinal.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A client that sends its next request before the last one is done with, on the same connection. */
@WithBroker
class KeepAliveTest {

    /** With reactor-netty 1.3.7 the connection was never read again after the second. */
    @Test
    void aConnectionIsReadOnAfterARequestThatHadToWait(TestBroker broker) throws IOException {
        try (TestGateway gateway = TestGateway.start(broker.bootstrapServers())) {
            gateway.send("PUT", "/v1/collections/kept-alive", "{\"shards\": 1}");
            gateway.bean(FakeServices.Ingestion.class).answer = FakeServices.Ingestion.accepted(1, Map.of(0, 11L));
            gateway.bean(FakeRetrieval.class).instead.put(0, FakeRetrieval.away());
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
                socket.setSoTimeout(20_000);
                String slow =
                        "DELETE /v1/collections/kept-alive/documents/1?wait=searchable&wait_timeout_ms=100 HTTP/1.1\r\n"
                                + "host: gateway\r\n\r\n";
                String quick = "GET /v1/collections HTTP/1.1\r\nhost: gateway\r\n\r\n";
                send(socket, slow + quick);
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                assertThat(status(answers)).isEqualTo(504);
                assertThat(status(answers)).isEqualTo(200);
                send(socket, quick);
                assertThat(status(answers)).isEqualTo(200);
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Reads one answer whole. */
    private static int status(BufferedReader answers) throws IOException {
        String first = answers.readLine();
        int length = 0;
        for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            answers.read();
        }
        return Integer.parseInt(first.split(" ")[1]);
    }
}
