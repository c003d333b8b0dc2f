package io.vicinal.evaluation.platform;

import java.io.FileNotFoundException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file in a form.
 *
 * @param id of the document that it becomes; its name in the form, too
 */
public record FormFile(Path file, String id) {

    /** The whole form, read off the disk while it is sent. */
    static BodyPublisher form(List<FormFile> files, String boundary) throws FileNotFoundException {
        List<BodyPublisher> parts = new ArrayList<>();
        for (FormFile one : files) {
            parts.add(text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n" + one.id
                    + "\r\n--"
                    + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''" + one.encoded()
                    + "\r\nContent-Type: application/octet-stream\r\n\r\n"));
            parts.add(BodyPublishers.ofFile(one.file));
            parts.add(text("\r\n"));
        }
        parts.add(text("--" + boundary + "--\r\n"));
        return BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
    }

    private String encoded() {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    }

    private static BodyPublisher text(String text) {
        return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
    }
}
