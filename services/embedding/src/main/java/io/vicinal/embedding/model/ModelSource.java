package io.vicinal.embedding.model;

import io.vicinal.onnx.model.ModelFiles;
import java.util.function.Supplier;

/**
 * A model that could be loaded.
 *
 * @param name what it will be called
 * @param origin where it comes from: two of one name are the same model if this is the same
 * @param files finds it, which may take long (a download); fails with {@code ModelException} or {@code HubException}
 */
record ModelSource(String name, String origin, Supplier<ModelFiles> files) {}
