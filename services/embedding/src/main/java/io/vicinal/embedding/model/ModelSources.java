package io.vicinal.embedding.model;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.onnx.hub.HubId;
import io.vicinal.onnx.hub.ModelHub;
import io.vicinal.onnx.model.ModelFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where models come from: the class path, folders, the hub. A caller may name less than the configuration may. */
public final class ModelSources {
    /** One or two plain names: no way out of the folder of models. */
    private static final Pattern INSIDE = Pattern.compile("(?!\\.)[\\w.-]{1,96}(/(?!\\.)[\\w.-]{1,96})?");

    private final @Nullable Path folder;
    private final ModelHub hub;

    /** @param folder of the models that callers may name; null where there are none */
    public ModelSources(@Nullable Path folder, ModelHub hub) {
        this.folder = folder;
        this.hub = hub;
    }

    /** What the configuration names: as for a caller, or any folder. */
    ModelSource configured(String model) {
        return inside(model).or(() -> anywhere(model)).or(() -> onHub(model)).orElseGet(() -> bundled(model));
    }

    /**
     * What a caller names: a model of the class path, a folder in the folder of models, or one on the hub.
     *
     * @throws io.vicinal.contracts.error.ProblemException where it is none of these
     */
    ModelSource asked(String model) {
        return inside(model)
                .or(() -> onHub(model))
                .orElseThrow(() -> ProblemType.INVALID_VALUE.exception(
                        "model",
                        "\"%s\" is no model that can be loaded: name one of the class path, a folder in %s, or a model on the"
                                        .formatted(
                                                model.length() <= 200 ? model : model.substring(0, 200) + '…',
                                                folder == null
                                                        ? "vicinal.embedding.models-folder (which is not set)"
                                                        : "vicinal.embedding.models-folder")
                                + " hub (org/name[@revision])."));
    }

    private Optional<ModelSource> inside(String model) {
        if (ModelFiles.isBundled(model)) {
            return Optional.of(bundled(model));
        }
        if (folder == null || !INSIDE.matcher(model).matches()) {
            return Optional.empty();
        }
        Path path = folder.resolve(model);
        return Files.isDirectory(path) ? Optional.of(ofFolder(model, path)) : Optional.empty();
    }

    private Optional<ModelSource> onHub(String model) {
        return HubId.parse(model)
                .map(id -> new ModelSource(
                        id.name(),
                        "hub:" + id,
                        () -> ModelFiles.find(hub.fetch(id).toString()).named(id.name())));
    }

    private static Optional<ModelSource> anywhere(String model) {
        try {
            Path path = Path.of(model).toAbsolutePath().normalize();
            return Files.isDirectory(path) && path.getFileName() != null
                    ? Optional.of(ofFolder(path.getFileName().toString(), path))
                    : Optional.empty();
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static ModelSource ofFolder(String name, Path path) {
        return new ModelSource(
                name,
                path.toAbsolutePath().normalize().toString(),
                () -> ModelFiles.find(path.toString()).named(name));
    }

    /** Or none, which finding it says. */
    private static ModelSource bundled(String model) {
        return new ModelSource(model, "class path", () -> ModelFiles.find(model));
    }
}
