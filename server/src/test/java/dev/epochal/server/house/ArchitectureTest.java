package dev.epochal.server.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The walls between modules and packages, as ARCHITECTURE.md draws them.
@AnalyzeClasses(packages = "dev.epochal", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String MLS = "dev.epochal.mls..";
    private static final String SCHEMA = "dev.epochal.schema..";
    private static final String CORE = "dev.epochal.processor.core..";
    private static final String LOG = "dev.epochal.processor.log..";
    private static final String PROCESSOR = "dev.epochal.processor..";
    private static final String PROJECTIONS = "dev.epochal.projections..";
    private static final String READ = "dev.epochal.projections.read..";
    private static final String API = "dev.epochal.api..";
    private static final String EMBEDDED = "dev.epochal.embedded..";
    private static final String SERVER = "dev.epochal.server..";
    private static final String CLIENT = "dev.epochal.client..";
    private static final String TESTKIT = "dev.epochal.testkit..";
    private static final String JDK = "java..";
    private static final String JSPECIFY = "org.jspecify..";
    private static final String PROTOBUF = "com.google.protobuf..";

    @ArchTest
    static final ArchRule mls_knows_only_the_jdk_and_bouncy_castle = classes()
            .that()
            .resideInAPackage(MLS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(MLS, JDK, JSPECIFY, "org.bouncycastle..");

    @ArchTest
    static final ArchRule the_core_of_the_processor_knows_only_mls_and_the_records = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    CORE,
                    MLS,
                    "dev.epochal.schema.record..",
                    "dev.epochal.schema.history..",
                    "dev.epochal.schema.log..",
                    PROTOBUF,
                    JDK,
                    JSPECIFY);

    @ArchTest
    static final ArchRule the_schema_knows_mls_only = noClasses()
            .that()
            .resideInAPackage(SCHEMA)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROCESSOR, PROJECTIONS, API, EMBEDDED, SERVER, CLIENT, TESTKIT);

    @ArchTest
    static final ArchRule the_processor_knows_of_the_projections_only_what_they_offer_to_readers = noClasses()
            .that()
            .resideInAPackage(LOG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    API,
                    EMBEDDED,
                    SERVER,
                    CLIENT,
                    TESTKIT,
                    "dev.epochal.projections.database..",
                    "dev.epochal.projections.project..",
                    "dev.epochal.projections.wake..");

    @ArchTest
    static final ArchRule projections_know_neither_processor_nor_interface = noClasses()
            .that()
            .resideInAPackage(PROJECTIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROCESSOR, API, EMBEDDED, SERVER, CLIENT, TESTKIT);

    @ArchTest
    static final ArchRule what_readers_see_knows_nothing_of_how_rows_are_written = noClasses()
            .that()
            .resideInAPackage(READ)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.epochal.projections.project..", "dev.epochal.projections.wake..");

    @ArchTest
    static final ArchRule the_interface_knows_of_the_projections_only_what_they_offer_to_readers = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    PROCESSOR,
                    EMBEDDED,
                    SERVER,
                    CLIENT,
                    TESTKIT,
                    "dev.epochal.projections.database..",
                    "dev.epochal.projections.project..",
                    "dev.epochal.projections.wake..");

    @ArchTest
    static final ArchRule the_embedded_services_know_nothing_of_this_server = classes()
            .that()
            .resideInAPackage(EMBEDDED)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(EMBEDDED, JDK, JSPECIFY, "com.sun.security..", "org.apache.commons.compress..");

    @ArchTest
    static final ArchRule no_part_of_the_server_knows_the_test_clients = noClasses()
            .that()
            .resideInAnyPackage(MLS, SCHEMA, PROCESSOR, PROJECTIONS, API, EMBEDDED, SERVER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLIENT, TESTKIT, "org.bouncycastle.mls..");

    @ArchTest
    static final ArchRule the_client_knows_only_the_jdk_and_jackson = classes()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CLIENT, JDK, JSPECIFY, "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule the_test_clients_come_in_over_http_only = noClasses()
            .that()
            .resideInAPackage(TESTKIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MLS, SCHEMA, PROCESSOR, PROJECTIONS, API, EMBEDDED, SERVER);

    @ArchTest
    static final ArchRule tokens_are_read_and_made_in_one_place_each = classes()
            .that()
            .resideOutsideOfPackages("dev.epochal.api.access..", "dev.epochal.server.token..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.jose4j..");

    @ArchTest
    static final ArchRule the_database_is_spoken_to_by_the_projections_and_by_what_checks_them = noClasses()
            .that()
            .resideOutsideOfPackages(PROJECTIONS, "dev.epochal.schema.sql..", "dev.epochal.server.fsck..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jooq..", "org.flywaydb..", "org.postgresql..");

    @ArchTest
    static final ArchRule the_connections_to_the_database_are_opened_by_the_program = noClasses()
            .that()
            .resideOutsideOfPackages(PROJECTIONS, SERVER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.zaxxer..");

    @ArchTest
    static final ArchRule the_log_is_spoken_to_where_it_is_written_read_and_set_up = noClasses()
            .that()
            .resideOutsideOfPackages(
                    LOG, "dev.epochal.projections.project..", "dev.epochal.api.submission..", "dev.epochal.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule http_is_spoken_by_the_interface_only = noClasses()
            .that()
            .resideOutsideOfPackage(API)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.helidon..");

    @ArchTest
    static final ArchRule the_command_line_is_read_by_the_program_only = noClasses()
            .that()
            .resideOutsideOfPackage(SERVER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule no_two_modules_know_each_other =
            slices().matching("dev.epochal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_two_packages_of_the_interface_know_each_other =
            slices().matching("dev.epochal.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_two_packages_of_mls_know_each_other =
            slices().matching("dev.epochal.mls.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_two_packages_of_the_projections_know_each_other =
            slices().matching("dev.epochal.projections.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_two_packages_of_the_program_know_each_other =
            slices().matching("dev.epochal.server.(*)..").should().beFreeOfCycles();

    /// Whoever computes a MAC compares it next, and how long that takes may tell where it differs. The MACs of
    /// tokens are computed and compared by jose4j, which looks at all octets whatever it finds.
    @ArchTest
    static void no_mac_is_computed_by_our_own_hand(JavaClasses all) {
        noClasses()
                .that()
                .resideOutsideOfPackage(TESTKIT)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("javax.crypto.Mac")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle.crypto.macs..")
                .check(all);
    }
}
