package io.vicinal.ingestion.parse;

import io.vicinal.parsing.Frames;
import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Does what each file says, as a parser might that a file has brought down. */
final class MisbehavingParser {

    public static void main(String[] arguments) throws Exception {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        Frames.writeReady(out);
        while (true) {
            ParseRequest request = Frames.readRequest(System.in);
            if (request == null) {
                return;
            }
            String order = Files.readString(request.file());
            switch (order) {
                case "loop" -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                }
                case "memory" -> {
                    List<byte[]> held = new ArrayList<>();
                    while (true) {
                        held.add(new byte[1 << 20]);
                    }
                }
                case "crash" -> Runtime.getRuntime().halt(134);
                case "garbage" -> {
                    out.write("this is no frame at all, however long it may be".getBytes());
                    out.flush();
                }
                case "huge" -> out.write(new byte[] {0x56, 0x70, 0x46, 0x31, 0x7f, -1, -1, -1});
                case "half" -> {
                    out.write(new byte[] {0x56, 0x70, 0x46, 0x31, 0, 0, 1, 0, 5});
                    Runtime.getRuntime().halt(0);
                }
                case "retire" -> {
                    Frames.writeAnswer(out, new ParseAnswer.Refused(ParseAnswer.Reason.OVER_LIMITS, null, "Too deep."));
                    Runtime.getRuntime().halt(Frames.RETIRED);
                }
                case "environment" -> answer(out, System.getenv().toString());
                case "pid" -> answer(out, Long.toString(ProcessHandle.current().pid()));
                default -> answer(out, order);
            }
        }
    }

    private static void answer(FileOutputStream out, String text) throws Exception {
        Frames.writeAnswer(out, new ParseAnswer.Parsed("text/plain", null, text, List.of(), Map.of(), List.of()));
    }

    private MisbehavingParser() {}
}
