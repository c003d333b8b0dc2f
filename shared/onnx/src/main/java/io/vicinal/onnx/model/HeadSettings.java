package io.vicinal.onnx.model;

import io.vicinal.onnx.model.VicinalModelFile.CrossEncoderSettings;
import io.vicinal.onnx.model.VicinalModelFile.LateInteractionSettings;
import io.vicinal.onnx.model.VicinalModelFile.SparseSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code vicinal-model.yaml} says of a model's kind. What another kind needs is refused. */
final class HeadSettings {
    private static final Map<ModelKind, Set<String>> OWN = Map.of(
            ModelKind.DENSE, Set.of("pooling", "normalize", "matryoshka_dimensions", "dense_modules"),
            ModelKind.LATE_INTERACTION, Set.of("late_interaction", "dense_modules"),
            ModelKind.SPARSE, Set.of("sparse"),
            ModelKind.CROSS_ENCODER, Set.of("cross_encoder"));

    private final VicinalModelFile file;
    private final String name;
    private final JsonFolder folder;

    HeadSettings(VicinalModelFile file, String name, JsonFolder folder) {
        this.file = file;
        this.name = name;
        this.folder = folder;
    }

    Head head() {
        ModelKind kind = Objects.requireNonNullElse(file.kind(), ModelKind.DENSE);
        refuseOthers(kind);
        return switch (kind) {
            case DENSE -> dense();
            case LATE_INTERACTION -> lateInteraction();
            case SPARSE -> sparse();
            case CROSS_ENCODER -> crossEncoder();
        };
    }

    private void refuseOthers(ModelKind kind) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("pooling", file.pooling());
        given.put("normalize", file.normalize());
        given.put("matryoshka_dimensions", file.matryoshkaDimensions());
        given.put("dense_modules", file.denseModules());
        given.put("late_interaction", file.lateInteraction());
        given.put("sparse", file.sparse());
        given.put("cross_encoder", file.crossEncoder());
        given.forEach((property, value) -> {
            if (value != null && !Objects.requireNonNull(OWN.get(kind)).contains(property)) {
                throw new ModelException(
                        name + " is expected to describe a " + kind.text() + " model, and holds " + property + ".");
            }
        });
    }

    private Head dense() {
        if (file.pooling() == null) {
            throw new ModelException(
                    name + " is expected to hold pooling, one of " + Spelling.all(Pooling.class) + ", and does not.");
        }
        List<Integer> dimensions = Objects.requireNonNullElse(file.matryoshkaDimensions(), List.of());
        return new Head.Dense(file.pooling(), modules(), orElse(file.normalize(), true), dimensions);
    }

    private Head lateInteraction() {
        LateInteractionSettings own = Objects.requireNonNullElse(
                file.lateInteraction(), new LateInteractionSettings(null, null, null, null, null, null));
        return new Head.LateInteraction(
                own.queryMarker(),
                own.documentMarker(),
                Objects.requireNonNullElse(own.queryExpansion(), Expansion.NONE),
                Objects.requireNonNullElse(own.queryTokens(), 0),
                orElse(own.specialTokens(), false),
                Objects.requireNonNullElse(own.skipWords(), LateInteractionConfig.PUNCTUATION),
                modules());
    }

    private Head sparse() {
        SparseSettings own = Objects.requireNonNullElse(file.sparse(), new SparseSettings(null, null));
        return new Head.Sparse(
                Objects.requireNonNullElse(own.pooling(), SparsePooling.MAX),
                Objects.requireNonNullElse(own.activation(), SparseActivation.RELU));
    }

    private Head crossEncoder() {
        CrossEncoderSettings own =
                Objects.requireNonNullElse(file.crossEncoder(), new CrossEncoderSettings(null, null));
        int labels = Objects.requireNonNullElse(own.labels(), 1);
        return new Head.CrossEncoder(
                labels, Objects.requireNonNullElse(own.activation(), CrossEncoderConfig.usual(labels)));
    }

    private List<DenseModule> modules() {
        return Objects.requireNonNullElse(file.denseModules(), List.<String>of()).stream()
                .map(module -> DenseModuleFiles.read(folder.within(module)))
                .toList();
    }

    private static boolean orElse(@Nullable Boolean value, boolean otherwise) {
        return value == null ? otherwise : value;
    }
}
