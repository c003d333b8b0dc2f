package io.vicinal.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;

/** The rules of the house. */
@AnalyzeClasses(packages = "io.vicinal", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    private static final Set<String> SHARED =
            Set.of("contracts", "onnx", "kafka", "routing", "service", "broker", "parsing", "text", "matrix");
    private static final Set<String> SERVICES =
            Set.of("ingestion", "parser", "embedding", "retrieval", "reranking", "relevance", "inference", "gateway");

    @ArchTest
    static final ArchRule aServiceDependsOnSharedModulesOnly =
            classes().that(areIn(SERVICES)).should(dependOnlyOnItselfAnd(SHARED));

    @ArchTest
    static final ArchRule aSharedModuleDependsOnNoService =
            classes().that(areIn(SHARED)).should(dependOnlyOnItselfAnd(SHARED));

    @ArchTest
    static final ArchRule contractsDependOnNoOtherModule =
            classes().that(areIn(Set.of("contracts"))).should(dependOnlyOnItselfAnd(Set.of()));

    @ArchTest
    static final ArchRule evaluationSeesThePublicApiOnly = classes()
            .that(areIn(Set.of("evaluation")))
            .and()
            .resideOutsideOfPackage("io.vicinal.evaluation.ann")
            .should(dependOnlyOnItselfAnd(Set.of("contracts", "onnx")));

    /** An index's recall and speed are no one's but its own: over HTTP, the peer would win by the distance. */
    @ArchTest
    static final ArchRule benchAnnSeesTheIndex = classes()
            .that()
            .resideInAPackage("io.vicinal.evaluation.ann")
            .should(dependOnlyOnItselfAnd(Set.of("contracts", "onnx", "retrieval")));

    @ArchTest
    static final ArchRule featuresOfAModuleHaveNoCycles = SlicesRuleDefinition.slices()
            .matching("io.vicinal.(*).(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesAreNamedByFeatureNotByLayer = noClasses()
            .should()
            .resideInAnyPackage(
                    "..controller..", "..controllers..", "..services..", "..util..", "..utils..", "..impl..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)");

    private static String module(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 2 ? parts[2] : "";
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("io.vicinal.");
    }

    private static DescribedPredicate<JavaClass> areIn(Set<String> modules) {
        return DescribedPredicate.describe("are in " + modules, type -> modules.contains(module(type)));
    }

    private static ArchCondition<JavaClass> dependOnlyOnItselfAnd(Set<String> modules) {
        return new ArchCondition<>("depend only on their own module and " + modules) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> isOurs(dependency.getTargetClass()))
                        .filter(dependency ->
                                !module(dependency.getTargetClass()).equals(module(type)))
                        .filter(dependency -> !modules.contains(module(dependency.getTargetClass())))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }
}
