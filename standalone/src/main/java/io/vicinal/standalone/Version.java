package io.vicinal.standalone;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version, from the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Vicinal.class.getPackage().getImplementationVersion();
        return new String[] {"vicinal " + Objects.requireNonNullElse(version, "development")};
    }
}
