package io.vicinal.retrieval;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.retrieval.vector.Simd;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Says in the log, in {@code /actuator/info} and in a metric whether vectors are compared by SIMD. */
final class SimdInfo implements InfoContributor {
    private static final Logger log = LoggerFactory.getLogger(SimdInfo.class);

    SimdInfo(MeterRegistry metrics) {
        Gauge.builder("vicinal.retrieval.simd.bits", Simd::bits)
                .description("bits of the SIMD instructions that vectors are compared with; 0 is none")
                .register(metrics);
        if (Simd.isOn()) {
            log.atInfo().addKeyValue("bits", Simd.bits()).log("vectors are compared by SIMD");
        } else {
            log.warn("vectors are compared without SIMD, several times slower: start the JVM with"
                    + " --add-modules=jdk.incubator.vector");
        }
    }

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail("retrieval", Map.of("simd", Simd.isOn(), "simd_bits", Simd.bits()));
    }
}
