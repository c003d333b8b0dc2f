package io.vicinal.onnx.hub;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a revision stands for.
 *
 * @param sha 40 hexadecimal digits
 * @param files every file there is, by path
 */
record Commit(String sha, List<String> files) {
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}");

    static boolean is(String text) {
        return SHA.matcher(text).matches();
    }
}
