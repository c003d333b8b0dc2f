package io.vicinal.onnx.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.onnx.model.ModelException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ModelHubTest {
    private static final HubId MODEL = HubId.parse("org/name").orElseThrow();

    @TempDir
    Path cache;

    private final FakeHub server = new FakeHub();
    private final byte[] graph = new byte[300_000];
    private final byte[] weights = new byte[1_000_000];

    @BeforeEach
    void fill() {
        new Random(7).nextBytes(graph);
        new Random(8).nextBytes(weights);
        server.with("onnx/model.onnx", graph, true)
                .with("onnx/model.onnx_data", weights, true)
                .with("onnx/model_fp16.onnx", weights, true)
                .with("pytorch_model.bin", weights, true)
                .with("README.md", "much to read")
                .with("tokenizer.json", "{}")
                .with("modules.json", "[]")
                .with("config.json", "{\"max_position_embeddings\":512}")
                .with("1_Pooling/config.json", "{\"pooling_mode_cls_token\":true}")
                .with("2_Dense/model.safetensors", graph, true)
                .with("2_Dense/pytorch_model.bin", graph, true);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ModelHub hub(Map<String, String> more) {
        HubSettings read = HubSettings.of(Map.of("HF_HUB_CACHE", cache.toString())::get);
        HubSettings given = HubSettings.of(more::get);
        return new ModelHub(new HubSettings(
                server.url(), given.token(), given.offline(), read.cache(), 4_000_000, Duration.ofMillis(500), 4));
    }

    private Path fetch(Map<String, String> more) {
        try (ModelHub hub = hub(more)) {
            return hub.fetch(MODEL);
        }
    }

    @Test
    void fetchesOnlyWhatIsNeeded() throws Exception {
        Path folder = fetch(Map.of());
        assertThat(files(folder))
                .containsExactlyInAnyOrder(
                        "onnx/model.onnx",
                        "onnx/model.onnx_data",
                        "tokenizer.json",
                        "modules.json",
                        "config.json",
                        "1_Pooling/config.json",
                        "2_Dense/model.safetensors");
        assertThat(Files.readAllBytes(folder.resolve("onnx/model.onnx"))).isEqualTo(graph);
        assertThat(Files.readAllBytes(folder.resolve("onnx/model.onnx_data"))).isEqualTo(weights);
        assertThat(folder.toRealPath())
                .isEqualTo(cache.toRealPath().resolve("models--org--name/snapshots/" + FakeHub.COMMIT));
        assertThat(cache.resolve("models--org--name/refs/main")).hasContent(FakeHub.COMMIT);
    }

    @Test
    void fetchesNothingTwice() {
        fetch(Map.of());
        server.seen.clear();
        fetch(Map.of());
        assertThat(server.seen).containsExactly("hub GET /api/models/org/name/revision/main");
    }

    @Test
    void goesOnWhereACutLeftIt() throws Exception {
        server.cuts.set(2);
        Path folder = fetch(Map.of());
        assertThat(Files.readAllBytes(folder.resolve("onnx/model.onnx"))).isEqualTo(graph);
        assertThat(server.ranges).isNotEmpty().allMatch(range -> !range.equals("bytes=0-"));
        assertThat(incomplete()).isEmpty();
    }

    @Test
    void goesOnInALaterProcess() throws Exception {
        server.cuts.set(1000);
        assertThatThrownBy(() -> fetch(Map.of())).isInstanceOf(HubException.class);
        assertThat(incomplete()).isNotEmpty();
        server.cuts.set(0);
        server.ranges.clear();
        Path folder = fetch(Map.of());
        assertThat(server.ranges).hasSize(1);
        assertThat(Files.readAllBytes(folder.resolve("onnx/model.onnx"))).isEqualTo(graph);
    }

    @Test
    void keepsNothingWithAWrongChecksum() throws Exception {
        server.corruptions.set(1000);
        assertThatThrownBy(() -> fetch(Map.of()))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("checksum");
        assertThat(Files.exists(cache.resolve("models--org--name/refs/main"))).isFalse();
        assertThat(incomplete()).isEmpty();
        server.corruptions.set(1);
        Path folder = fetch(Map.of());
        assertThat(Files.readAllBytes(folder.resolve("onnx/model.onnx"))).isEqualTo(graph);
    }

    @Test
    void triesAgainAfterAFailure() throws Exception {
        server.failures.set(3);
        assertThat(files(fetch(Map.of()))).hasSize(7);
        server.failures.set(1000);
        assertThat(fetch(Map.of())).as("the cached one, where the hub is away").isDirectory();
    }

    @Test
    void showsItsTokenToTheHubAlone() {
        server.token = "secret";
        assertThatThrownBy(() -> fetch(Map.of()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("401")
                .hasMessageContaining("HF_TOKEN");
        server.seen.clear();
        fetch(Map.of("HF_TOKEN", "secret"));
        assertThat(server.seen)
                .filteredOn(request -> request.startsWith("hub "))
                .allMatch(request -> request.endsWith(" token"));
        assertThat(server.seen)
                .filteredOn(request -> request.startsWith("network "))
                .isNotEmpty()
                .noneMatch(request -> request.endsWith(" token"));
    }

    @Test
    void saysThatThereIsNoSuchModelOrRevision() {
        try (ModelHub hub = hub(Map.of())) {
            assertThatThrownBy(() -> hub.fetch(HubId.parse("org/other").orElseThrow()))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("org/other@main")
                    .hasMessageContaining("404");
            assertThatThrownBy(() -> hub.fetch(HubId.parse("org/name@v2").orElseThrow()))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("org/name@v2");
        }
    }

    @Test
    void offlineTakesWhatIsInTheCacheAndAsksNobody() {
        assertThatThrownBy(() -> fetch(Map.of("HF_HUB_OFFLINE", "1")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("HF_HUB_OFFLINE");
        Path fetched = fetch(Map.of());
        server.seen.clear();
        assertThat(fetch(Map.of("HF_HUB_OFFLINE", "1"))).isEqualTo(fetched);
        try (ModelHub hub = hub(Map.of("HF_HUB_OFFLINE", "true"))) {
            assertThat(hub.fetch(new HubId("org/name", FakeHub.COMMIT))).isEqualTo(fetched);
        }
        assertThat(server.seen).isEmpty();
    }

    @Test
    void givesUpAHubThatHangs() {
        server.hangs = true;
        assertThatThrownBy(() -> fetch(Map.of()))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("middle");
    }

    @Test
    void refusesWhatIsTooLargeOrHasNoGraph() {
        server.with("onnx/model.onnx_data", new byte[4_000_000], true);
        assertThatThrownBy(() -> fetch(Map.of()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("4000000");
        try (FakeHub other = new FakeHub().with("tokenizer.json", "{}");
                ModelHub hub = new ModelHub(new HubSettings(
                        other.url(), null, false, cache.resolve("other"), 1000, Duration.ofSeconds(1), 1))) {
            assertThatThrownBy(() -> hub.fetch(MODEL))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("model.onnx");
        }
    }

    @Test
    void severalAtOnceFetchEachFileOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4);
                ModelHub one = hub(Map.of());
                ModelHub two = hub(Map.of())) {
            List<Callable<Path>> all = IntStream.range(0, 4)
                    .<Callable<Path>>mapToObj(i -> () -> (i % 2 == 0 ? one : two).fetch(MODEL))
                    .toList();
            for (var done : threads.invokeAll(all)) {
                assertThat(done.get()).isDirectory();
            }
        }
        assertThat(server.seen)
                .filteredOn(request -> request.startsWith("network GET") && request.contains("onnx_data"))
                .hasSize(1);
    }

    @Test
    void readsTheVariablesOfHuggingFace() {
        HubSettings plain = HubSettings.of(_ -> null);
        assertThat(plain.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(plain.offline()).isFalse();
        assertThat(plain.cache().toString()).endsWith("/.cache/huggingface/hub");
        HubSettings set =
                HubSettings.of(Map.of(
                        "HF_ENDPOINT",
                        "https://mirror.example/",
                        "HF_TOKEN",
                        " t ",
                        "HF_HUB_OFFLINE",
                        "yes",
                        "HF_HOME",
                        "/x")::get);
        assertThat(set.endpoint()).isEqualTo(URI.create("https://mirror.example"));
        assertThat(set.token()).isEqualTo("t");
        assertThat(set.offline()).isTrue();
        assertThat(set.cache()).isEqualTo(Path.of("/x/hub"));
    }

    @Test
    void knowsAnIdByItsForm() {
        assertThat(HubId.parse("BAAI/bge-m3")).contains(new HubId("BAAI/bge-m3", "main"));
        assertThat(HubId.parse("org/name@refs/pr/1")).contains(new HubId("org/name", "refs/pr/1"));
        assertThat(List.of("bge", "../x", "a/b/c", "/etc/passwd", "a/..", "org/name@../x", "org/na me", ""))
                .allMatch(text -> HubId.parse(text).isEmpty());
    }

    @Test
    void choosesOneGraphOfSeveral() {
        assertThat(HubFiles.needed(Arrays.asList(
                        "onnx/model_O4.onnx", "onnx/model_quantized.onnx", "onnx/model_quantized.onnx_data")))
                .containsExactly("onnx/model_quantized.onnx", "onnx/model_quantized.onnx_data");
        assertThat(HubFiles.needed(List.of("onnx/model_b.onnx", "onnx/model_a.onnx")))
                .containsExactly("onnx/model_a.onnx");
        assertThat(HubFiles.needed(List.of("onnx/decoder.onnx", "../model.onnx", "x/../1_Pooling/config.json")))
                .isEmpty();
    }

    private List<String> incomplete() throws IOException {
        return files(cache).stream()
                .filter(file -> file.endsWith(".incomplete"))
                .toList();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
