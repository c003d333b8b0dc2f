package io.vicinal.retrieval.snapshot;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** An object store that speaks S3, in this JVM and its memory, with one bucket. */
final class ObjectStore implements AutoCloseable {
    private static final String BUCKET = "shards";
    private final S3Proxy proxy;

    ObjectStore() throws Exception {
        TransientNio2BlobStore memory = new TransientNio2BlobStore();
        memory.createContainer(BUCKET);
        System.setProperty("aws.accessKeyId", "tester");
        System.setProperty("aws.secretAccessKey", "secret of the tester");
        proxy = S3Proxy.builder()
                .blobStore(memory)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "tester", "secret of the tester")
                .build();
        proxy.start();
    }

    S3Properties properties() {
        return new S3Properties(URI.create("http://127.0.0.1:" + proxy.getPort()), null, true);
    }

    String location() {
        return "s3://" + BUCKET + "/some/prefix/";
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
    }
}
