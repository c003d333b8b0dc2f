package io.vicinal.standalone;

import io.vicinal.testkit.Repository;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** What {@code docker-compose.yml} says, so that tests start the same processes with the same variables. */
final class ComposeFile {

    @SuppressWarnings("unchecked")
    static Map<String, Map<String, Object>> services() throws IOException {
        Map<String, Object> file = new Yaml().load(Repository.read("docker-compose.yml"));
        return (Map<String, Map<String, Object>>) file.get("services");
    }

    /** A service's variables, with Compose's {@code ${NAME:-default}} at its default. */
    @SuppressWarnings("unchecked")
    static Map<String, String> environment(String service) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        ((Map<String, Object>) services().get(service).get("environment"))
                .forEach((name, value) ->
                        variables.put(name, value.toString().replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1")));
        return variables;
    }

    private ComposeFile() {}
}
