package io.vicinal.onnx.hub;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model on the hub, as {@code org/name[@revision]}.
 *
 * @param name {@code org/name}
 * @param revision a branch, a tag or a commit
 */
public record HubId(String name, String revision) {
    private static final Pattern WRITTEN = Pattern.compile(
            "([A-Za-z0-9][\\w.-]{0,95}/[A-Za-z0-9][\\w.-]{0,95})(?:@(\\w[\\w.-]{0,95}(?:/\\w[\\w.-]{0,95}){0,4}))?");
    private static final String DEFAULT_REVISION = "main";

    /** Empty where the text is no such id. */
    public static Optional<HubId> parse(String text) {
        Matcher id = WRITTEN.matcher(text);
        return id.matches() && !text.contains("..")
                ? Optional.of(new HubId(id.group(1), Objects.requireNonNullElse(id.group(2), DEFAULT_REVISION)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name + '@' + revision;
    }
}
