package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.DenseModule;
import io.vicinal.onnx.model.Head;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.model.ModelProfile;
import io.vicinal.onnx.model.ScoreActivation;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.tokenize.TextTokenizer;
import java.util.List;

/** What can be read of a graph's output, by the model's kind. */
final class Readers {
    private final String model;
    private final ModelProfile profile;
    private final TokenSelection selection;
    private final boolean perToken;
    private final int rowLength;
    private final int dimensions;

    /**
     * @param rowLength of the graph's output
     * @param perToken whether that has a row a token
     * @throws ModelException where the output doesn't fit the profile
     */
    Readers(ModelFiles model, TextTokenizer tokenizer, int rowLength, boolean perToken) {
        this.model = model.name();
        this.profile = model.profile();
        this.selection = new TokenSelection(profile, tokenizer);
        this.rowLength = rowLength;
        this.perToken = perToken;
        this.dimensions = switch (profile.head()) {
            case Head.Dense head -> dense(head);
            case Head.LateInteraction head -> after(head.projection());
            case Head.Sparse _ -> sparse(tokenizer.vocabulary());
            case Head.CrossEncoder head -> labels(head);
        };
    }

    /** Of a vector; the size of the vocabulary of a sparse model, and the labels of a cross-encoder. */
    int dimensions() {
        return dimensions;
    }

    TokenSelection selection() {
        return selection;
    }

    OutputReader<float[]> dense(int kept, boolean normalised) {
        if (kept < 1 || kept > dimensions) {
            throw new IllegalArgumentException(kept + " dimensions of a model that has " + dimensions);
        }
        return new DenseReader(profile.require(Head.Dense.class, ModelKind.DENSE), kept, normalised);
    }

    OutputReader<TokenVectors> tokens(long[] ids) {
        return switch (profile.head()) {
            case Head.LateInteraction head -> new TokenReader(selection.positions(ids), head.projection(), dimensions);
            case Head.Dense _ -> new TokenReader(selection.positions(ids), List.of(), rowLength);
            default ->
                throw new IllegalStateException("Token vectors need a model of the kind late-interaction or dense, and"
                        + " this one is " + profile.kind().text() + ".");
        };
    }

    OutputReader<SparseVector> sparse() {
        return new SparseReader(profile.require(Head.Sparse.class, ModelKind.SPARSE), !perToken);
    }

    OutputReader<float[]> pair() {
        return new PairReader(profile.require(Head.CrossEncoder.class, ModelKind.CROSS_ENCODER)
                .activation());
    }

    /** Without the activation. */
    OutputReader<float[]> logits() {
        profile.require(Head.CrossEncoder.class, ModelKind.CROSS_ENCODER);
        return new PairReader(ScoreActivation.IDENTITY);
    }

    /** The reader of the model's own kind. */
    OutputReader<?> own(long[] ids) {
        return switch (profile.kind()) {
            case DENSE -> dense(dimensions, false);
            case LATE_INTERACTION -> tokens(ids);
            case SPARSE -> sparse();
            case CROSS_ENCODER -> pair();
        };
    }

    private int dense(Head.Dense head) {
        int length = after(head.modules());
        for (int cut : head.matryoshkaDimensions()) {
            if (cut < 1 || cut > length) {
                throw new ModelException("matryoshka_dimensions of '" + model + "' is expected to hold lengths of 1 to "
                        + length + ", the model's dimensions, and holds " + cut + ".");
            }
        }
        return length;
    }

    private int after(List<DenseModule> modules) {
        if (modules.isEmpty()) {
            return rowLength;
        }
        if (modules.getFirst().in() != rowLength) {
            throw new ModelException("The Dense module of '" + model + "' is expected to read the graph's " + rowLength
                    + " dimensions, and reads " + modules.getFirst().in() + ".");
        }
        return modules.getLast().out();
    }

    private int sparse(long vocabulary) {
        if (rowLength < vocabulary) {
            throw new ModelException("The graph of '" + model + "' is expected to weigh each of the tokenizer's "
                    + vocabulary + " tokens, and weighs " + rowLength + ".");
        }
        return rowLength;
    }

    private int labels(Head.CrossEncoder head) {
        if (rowLength != head.labels()) {
            throw new ModelException("The graph of '" + model + "' is expected to answer a pair with " + head.labels()
                    + " labels, and answers with " + rowLength + ".");
        }
        return rowLength;
    }
}
