package dev.epochal.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each combination of scope, deed and group.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class AccessRuleTest {
    private static final ByteString OWN = ByteString.copyFromUtf8("own");
    private static final ByteString AUDITED = ByteString.copyFromUtf8("audited");
    private static final Identity ALICE =
            Identity.newBuilder().setUser("alice").setClient("phone").build();

    private final AccessRule rule = new AccessRule((group, client) -> group.equals(OWN) && client.equals(ALICE));

    @Tag("S14")
    @ParameterizedTest
    @CsvSource({
        "'',       'LOOK'",
        "CLIENT,   'LOOK ACT READ'",
        "AUDITOR,  'LOOK READ AUDIT'",
        "OPERATOR, 'LOOK OPERATE'"
    })
    void a_scope_admits_to_some_deeds(String scope, String deeds) {
        var caller = caller(scope);
        assertThat(Stream.of(Deed.values())
                        .filter(deed -> AccessRule.admits(caller, deed))
                        .map(Deed::name))
                .containsExactly(deeds.split(" "));
    }

    @Tag("S11")
    @Tag("S14")
    @ParameterizedTest
    @CsvSource({
        "'',       ACT,     false, false, false",
        "'',       READ,    false, false, false",
        "CLIENT,   LOOK,    false, false, false",
        "CLIENT,   ACT,     true,  false, false",
        "CLIENT,   READ,    true,  false, false",
        "CLIENT,   AUDIT,   false, false, false",
        "AUDITOR,  AUDIT,   false, true,  false",
        "OPERATOR, AUDIT,   false, false, false",
        "CLIENT,   OPERATE, false, false, false",
        "AUDITOR,  ACT,     false, false, false",
        "AUDITOR,  READ,    false, true,  false",
        "AUDITOR,  OPERATE, false, false, false",
        "OPERATOR, ACT,     false, false, false",
        "OPERATOR, READ,    false, false, false",
        "OPERATOR, OPERATE, false, false, false"
    })
    void a_group_is_for_its_members_and_its_auditors(
            String scope, Deed deed, boolean own, boolean audited, boolean other) {
        var caller = caller(scope);
        assertThat(rule.permits(caller, deed, OWN)).isEqualTo(own);
        assertThat(rule.permits(caller, deed, AUDITED)).isEqualTo(audited);
        assertThat(rule.permits(caller, deed, ByteString.copyFromUtf8("other"))).isEqualTo(other);
    }

    private static Caller caller(String scope) {
        return new Caller(ALICE, scope.isEmpty() ? Set.of() : Set.of(Scope.valueOf(scope)), Set.of(AUDITED), 0);
    }
}
