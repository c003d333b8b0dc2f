package io.vicinal.benchmarks.encode;

import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.tokenize.TextTokenizer;
import io.vicinal.onnx.tokenize.Tokens;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A text to token ids, by the default model's tokenizer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokenizeBenchmark {
    private static final String SENTENCE = "The glacier retreats by several metres a year, as measured since 1951. ";

    /** 16 and some 300 tokens: a query and an abstract. */
    @Param({"1", "18"})
    public int sentences;

    private final TextTokenizer tokenizer = TextTokenizer.open(ModelFiles.find("bge-small-en-v1.5"));
    private String text = "";

    @Setup
    public void repeat() {
        text = SENTENCE.repeat(sentences);
    }

    @TearDown
    public void close() {
        tokenizer.close();
    }

    @Benchmark
    public Tokens tokenize() {
        return tokenizer.encode(text);
    }
}
