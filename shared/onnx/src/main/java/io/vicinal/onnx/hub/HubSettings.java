package io.vicinal.onnx.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the hub is, and how much of it is taken.
 *
 * @param token shown to the endpoint alone, never to where it redirects; null shows none
 * @param offline whether only what is in the cache is used
 * @param cache in the layout of {@code huggingface_hub}, shared with other tools
 * @param maxBytes the most of one model
 * @param stall how long a connection, an answer, or the next bytes of a file may take
 * @param attempts at each request
 */
public record HubSettings(
        URI endpoint,
        @Nullable String token,
        boolean offline,
        Path cache,
        long maxBytes,
        Duration stall,
        int attempts) {
    /** 8 GiB. */
    public static final long MAX_BYTES = 8L << 30;

    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    /**
     * From the variables of {@code huggingface_hub}: {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code HF_HUB_OFFLINE},
     * {@code HF_HUB_CACHE}, {@code HF_HOME}.
     */
    public static HubSettings of(Function<String, @Nullable String> variable) {
        String endpoint = orElse(variable.apply("HF_ENDPOINT"), "https://huggingface.co");
        String token = orElse(variable.apply("HF_TOKEN"), "");
        String home = orElse(variable.apply("HF_HOME"), System.getProperty("user.home") + "/.cache/huggingface");
        return new HubSettings(
                URI.create(endpoint.replaceAll("/+$", "")),
                token.isEmpty() ? null : token,
                TRUE.contains(orElse(variable.apply("HF_HUB_OFFLINE"), "").toUpperCase(Locale.ROOT)),
                Path.of(orElse(variable.apply("HF_HUB_CACHE"), home + "/hub")),
                MAX_BYTES,
                Duration.ofSeconds(30),
                5);
    }

    private static String orElse(@Nullable String value, String other) {
        String given = Objects.requireNonNullElse(value, "").strip();
        return given.isEmpty() ? other : given;
    }
}
