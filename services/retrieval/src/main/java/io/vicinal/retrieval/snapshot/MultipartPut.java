package io.vicinal.retrieval.snapshot;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A large file to S3 in parts: it appears when the last has arrived, and leaves nothing where one does not. */
final class MultipartPut {
    private static final long LEAST_PART_BYTES = 32L << 20;
    private static final int MOST_PARTS = 10_000;

    static void put(S3Client client, String bucket, String key, FilePart whole, Throttle throttle) {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        try {
            List<CompletedPart> done = new ArrayList<>();
            for (FilePart part : whole.cut(Math.max(LEAST_PART_BYTES, whole.bytes() / (MOST_PARTS - 1)))) {
                int number = done.size() + 1;
                String tag = client.uploadPart(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(number),
                                part.body(throttle))
                        .eTag();
                done.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            }
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(upload).multipartUpload(parts -> parts.parts(done)));
        } catch (RuntimeException e) {
            abort(client, bucket, key, upload, e);
            throw e;
        }
    }

    private static void abort(S3Client client, String bucket, String key, String upload, RuntimeException why) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            why.addSuppressed(e);
        }
    }

    private MultipartPut() {}
}
