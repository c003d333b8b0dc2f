package io.vicinal.ingestion.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that a process runs: found on this process' own class path, but with libraries that are not on it.
 *
 * @param arguments of {@code java} that name it
 */
record ParserProgram(List<String> arguments) {
    private static final String MARK = "META-INF/vicinal/parser";

    /** @throws IOException saying what is missing */
    static ParserProgram find() throws IOException {
        URL mark = ParserProgram.class.getClassLoader().getResource(MARK);
        if (mark == null) {
            throw new IOException("vicinal-parser is not on the class path.");
        }
        return of(mark);
    }

    private static ParserProgram of(URL mark) throws IOException {
        String place = mark.toString();
        try {
            if (mark.getProtocol().equals("file")) {
                return fromClasses(Path.of(mark.toURI()));
            }
            if (place.startsWith("jar:file:")) {
                Path jar = Path.of(new URI(place.substring("jar:".length(), place.lastIndexOf("!/"))));
                return new ParserProgram(List.of("-jar", jar.toString()));
            }
        } catch (URISyntaxException e) {
            throw new IOException(place + " is no address.", e);
        }
        throw new IOException("vicinal-parser lies within another jar (" + place
                + "); unpack it, as the launcher and the image do: java -Djarmode=tools -jar <jar> extract.");
    }

    /** Its folder of classes, in a build that has not packaged it; the build has noted its class path beside that. */
    private static ParserProgram fromClasses(Path mark) throws IOException {
        Path classes = mark.resolve("../../..").normalize();
        String libraries = Files.readString(classes.resolveSibling("parser.classpath"));
        return new ParserProgram(List.of(
                "-cp",
                classes + File.pathSeparator + libraries.strip(),
                Files.readString(mark, UTF_8).strip()));
    }

    /** @param folder for its temporary files */
    List<String> command(FileProperties settings, Path folder) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.memory().toBytes(),
                "-XX:MaxDirectMemorySize=64m",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + folder,
                // No parser of XML opens anything but what it was given.
                "-Djavax.xml.accessExternalDTD=",
                "-Djavax.xml.accessExternalSchema=",
                "-Djavax.xml.accessExternalStylesheet="));
        command.addAll(arguments);
        return command;
    }
}
