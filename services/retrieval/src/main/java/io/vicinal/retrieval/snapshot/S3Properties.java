package io.vicinal.retrieval.snapshot;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The object store of snapshots. Credentials come as is usual for S3: from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a
 * profile, or the role of the machine, container or service account.
 *
 * @param endpoint scheme, host and port of a store other than Amazon's
 * @param region of the bucket; AWS_REGION or the profile's where not set
 * @param pathStyle whether the bucket stands in the path instead of the host's name, as MinIO and others want it
 */
@ConfigurationProperties("vicinal.retrieval.snapshots.s3")
public record S3Properties(
        @Nullable URI endpoint,
        @Nullable String region,
        @DefaultValue("false") boolean pathStyle) {}
