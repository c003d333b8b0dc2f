package io.vicinal.contracts.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.inference.ClassifyRequest.Method;
import io.vicinal.contracts.inference.ClassifyRequest.Prior;
import io.vicinal.contracts.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.exc.InvalidFormatException;

class ClassifyRequestTest {

    @Test
    void methodAndPriorAreWrittenSmallAsAllOfTheApiIs() {
        String json = "{\"method\":\"votes\",\"prior\":\"balanced\"}";
        ClassifyRequest request = Json.mapper().readValue(json, ClassifyRequest.class);
        assertThat(request.method()).isEqualTo(Method.VOTES);
        assertThat(request.prior()).isEqualTo(Prior.BALANCED);
        assertThat(Json.mapper().writeValueAsString(request)).isEqualTo(json);
        assertThatThrownBy(() -> Json.mapper().readValue("{\"method\":\"VOTES\"}", ClassifyRequest.class))
                .isInstanceOf(InvalidFormatException.class);
    }
}
