package io.vicinal.evaluation.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Runs a command's body so that what goes wrong is told in a sentence. */
public final class Guarded {

    /** A command's work; its result is the exit code. */
    @FunctionalInterface
    public interface Body {
        int run() throws IOException, InterruptedException;
    }

    /** @return the body's exit code, 1 after a failure, 130 after an interruption */
    public static int run(PrintWriter err, Body body) {
        try {
            return body.run();
        } catch (UserError e) {
            return say(err, Objects.requireNonNullElse(e.getMessage(), "It failed."));
        } catch (UncheckedIOException e) {
            return say(err, sentence(Objects.requireNonNull(e.getCause())));
        } catch (IOException e) {
            return say(err, sentence(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("Interrupted.");
            err.flush();
            return 130;
        }
    }

    private static int say(PrintWriter err, String sentence) {
        err.println(sentence);
        err.flush();
        return 1;
    }

    /** A file system's exception carries little more than the path, so its kind is put into words. */
    private static String sentence(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException missing -> "There is no file " + missing.getFile() + ".";
            case java.nio.file.AccessDeniedException denied -> "The file " + denied.getFile() + " may not be accessed.";
            case java.nio.file.FileSystemException other ->
                "The file " + other.getFile() + " cannot be used"
                        + (other.getReason() == null ? "." : ": " + other.getReason() + ".");
            default -> "Reading or writing failed: " + e.getMessage();
        };
    }

    private Guarded() {}
}
