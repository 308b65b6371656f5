package dev.epochal.server.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/// What code may not do: a decision is a function of the log, and nothing is shared behind anybody's back.
@AnalyzeClasses(packages = "dev.epochal", importOptions = DoNotIncludeTests.class)
final class PurityTest {
    private static final String[] PURE = {"dev.epochal.mls..", "dev.epochal.processor.core.."};
    private static final String[] GENERATED = {"dev.epochal.schema.record..", "dev.epochal.schema.sql.."};
    private static final String[] PROGRAMS = {
        "dev.epochal.server", "dev.epochal.embedded", "dev.epochal.testkit.demo", "dev.epochal.server.verb.."
    };

    private static final Set<String> CLOCKS = Set.of("now", "nanoTime", "currentTimeMillis", "system", "systemUTC");
    private static final Set<String> CHANCE = Set.of("randomUUID", "random");

    @ArchTest
    static final ArchRule the_core_sees_no_wire_no_disk_no_database_and_no_logger = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.sql..",
                    "javax.sql..",
                    "java.util.logging..",
                    "org.apache.kafka..",
                    "org.slf4j..",
                    "io.micrometer..");

    @ArchTest
    static final ArchRule the_core_sees_no_thread = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(describe(
                    "are threads or wait for them",
                    type -> type.isAssignableTo(Thread.class)
                            || type.isEquivalentTo(ThreadLocal.class)
                            || type.isEquivalentTo(Process.class)
                            || type.isEquivalentTo(ProcessBuilder.class)
                            || type.getPackageName().equals("java.util.concurrent")
                            || type.getPackageName().equals("java.util.concurrent.locks")));

    @ArchTest
    static final ArchRule the_core_reads_no_clock = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .accessTargetWhere(call("a clock is read", CLOCKS, "java.lang.System", "java.time."));

    @ArchTest
    static final ArchRule the_core_draws_no_chance = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(describe(
                    "are random sources",
                    type -> type.isAssignableTo(java.util.random.RandomGenerator.class)
                            || type.getPackageName().equals("java.util.random")))
            .orShould()
            .accessTargetWhere(call("chance is drawn", CHANCE, "java.util.UUID", "java.lang.Math"));

    @ArchTest
    static final ArchRule the_core_reads_no_environment = noClasses()
            .that()
            .resideInAPackage("dev.epochal.processor.core..")
            .should()
            .accessTargetWhere(call("the environment is read", Set.of("getenv", "getProperty"), "java.lang.System"));

    @ArchTest
    static final ArchRule nothing_static_changes = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackages(GENERATED)
            .should()
            .beFinal()
            .andShould()
            .notHaveRawType(describe(
                    "of changing content",
                    type -> type.getPackageName().startsWith("java.util.concurrent.atomic")
                            || type.isEquivalentTo(ThreadLocal.class)
                            || isOpenCollection(type)));

    @ArchTest
    static final ArchRule no_array_is_handed_to_everybody = fields().that()
            .areStatic()
            .and()
            .areNotPrivate()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackages(GENERATED)
            .and(describe("are no compiler's", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
            .should()
            .notHaveRawType(describe("an array", JavaClass::isArray));

    @ArchTest
    static final ArchRule nothing_is_serialised_by_java = classes()
            .that()
            .resideOutsideOfPackages(GENERATED)
            .and()
            .areNotAssignableTo(Throwable.class)
            .and()
            .areNotEnums()
            .and(describe("are no constants of enums", type -> !type.isAssignableTo(Enum.class)))
            .should()
            .notImplement(Serializable.class)
            .andShould()
            .onlyDependOnClassesThat(describe(
                    "are no object streams",
                    type -> !type.getName().startsWith("java.io.ObjectInput")
                            && !type.getName().startsWith("java.io.ObjectOutput")));

    @ArchTest
    static final ArchRule only_programs_print_and_end_the_java_machine = noClasses()
            .that()
            .resideOutsideOfPackages(PROGRAMS)
            .should()
            .accessTargetWhere(call(
                    "something is printed or ended",
                    Set.of("out", "err", "exit", "halt"),
                    "java.lang.System",
                    "java.lang.Runtime"))
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    private static boolean isOpenCollection(JavaClass type) {
        return !type.isInterface() && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class));
    }

    private static DescribedPredicate<JavaAccess<?>> call(String what, Set<String> names, String... owners) {
        return describe(
                what,
                access -> names.contains(access.getTarget().getName())
                        && java.util.Arrays.stream(owners)
                                .anyMatch(owner ->
                                        access.getTargetOwner().getName().startsWith(owner)));
    }
}
