package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.Octets;
import dev.epochal.testkit.MlsClient;
import dev.epochal.testkit.tls.ClientAuthority;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each kind of bad request is refused with its own problem, as docs/problems.md lists it.
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalIT {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\| (\\d{3}) \\|.*");
    private static final Duration VALIDITY = Duration.ofMinutes(10);
    private static final String MLS = "message/mls";

    private final Map<String, Integer> documented = new HashMap<>();
    private final Octets groupId = RunningServer.newGroupId();
    private final RunningServer server;
    private final RawHttp http;
    private final MlsClient alice;
    private final String member;
    private final String stranger;

    RefusalIT(RunningServer server) {
        this.server = server;
        this.http = new RawHttp(server.uri());
        var user = RunningServer.newUser("member");
        this.member = server.tokens().token(user, "laptop", VALIDITY);
        this.stranger = server.tokens().token(RunningServer.newUser("stranger"), "laptop", VALIDITY);
        this.alice = server.client(user, "laptop");
        alice.publishKeyPackages(1);
        var created = alice.createGroup(groupId);
        alice.http().group(groupId, created.seq());
    }

    @BeforeAll
    void read_the_documented_problems() throws IOException {
        for (var line : Files.readAllLines(Path.of("..", "docs", "problems.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), Integer.valueOf(row.group(2)));
            }
        }
    }

    @AfterAll
    void close_the_connections() {
        http.close();
    }

    @Test
    void bytes_that_are_no_mls_message() {
        var noise = new byte[64];
        Arrays.fill(noise, (byte) 0x5a);
        assertRefused(
                http.post(group("/messages"), member, MLS, BodyPublishers.ofByteArray(noise)), "malformed-message");
        assertRefused(
                http.post(group("/messages"), member, MLS, BodyPublishers.ofByteArray(new byte[0])),
                "malformed-message");
        assertRefused(
                http.postJson(group("/commits"), member, "{\"commit\":\"AAAA\",\"groupInfo\":\"AAAA\"}"),
                "malformed-message");
    }

    @Test
    void a_body_that_is_no_json() {
        assertRefused(http.postJson(group("/messages"), member, "{"), "malformed-json");
        assertRefused(http.postJson(group("/messages"), member, "[]"), "malformed-json");
        assertRefused(http.postJson(group("/messages"), member, "{\"message\":1}"), "malformed-json");
        assertRefused(
                http.postJson(group("/messages"), member, "{\"message\":\"AAAA\",\"mesage\":\"AAAA\"}"),
                "malformed-json");
    }

    @Test
    void a_media_type_that_the_address_does_not_take() {
        var body = BodyPublishers.ofString("message=AAAA");
        assertRefused(
                http.post(group("/messages"), member, "application/x-www-form-urlencoded", body),
                "unsupported-media-type");
        assertRefused(
                http.post(group("/commits"), member, MLS, BodyPublishers.ofByteArray(new byte[8])),
                "unsupported-media-type");
    }

    @Test
    void certificates_that_lead_to_none_that_the_server_trusts() {
        var user = RunningServer.newUser("certified");
        var trusted = server.certifiedClient(user, "laptop", server.authority());
        assertThat(trusted.publishKeyPackages(1).refs()).hasSize(1);
        trusted.createGroup(RunningServer.newGroupId());
        var stranger = ClientAuthority.make();
        var untrusted = server.certifiedClient(user, "phone", stranger);
        assertThatThrownBy(() -> untrusted.publishKeyPackages(1))
                .isInstanceOfSatisfying(EpochalProblemException.class, e -> {
                    assertThat(e.name()).isEqualTo("invalid-key-package");
                    assertThat(e.problem().members().path("check").asText()).isEqualTo("x509-trust");
                });
    }

    @Test
    void a_body_that_is_too_large_for_its_address() {
        var large = new byte[(2 << 20) + 1];
        assertRefused(http.post(group("/messages"), member, MLS, BodyPublishers.ofByteArray(large)), "body-too-large");
    }

    @Test
    void a_body_that_is_too_large_for_any_address() {
        var large = new byte[13 << 20];
        assertRefused(
                http.post(group("/commits"), member, "application/json", BodyPublishers.ofByteArray(large)),
                "body-too-large");
    }

    @Test
    void no_token() {
        var answer = http.get("/v1/groups");
        assertRefused(answer, "missing-token");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @Test
    void an_expired_token() {
        var expired = server.tokens().token("alice", "laptop", Duration.ofMinutes(-5));
        assertRefused(http.get("/v1/groups", expired), "expired-token");
    }

    @Test
    void a_token_for_another_audience() throws Exception {
        assertThat(http.get("/v1/groups", token(server.tokens().secret(), "epochal"))
                        .status())
                .isEqualTo(200);
        assertRefused(http.get("/v1/groups", token(server.tokens().secret(), "another-service")), "invalid-token");
    }

    @Test
    void a_token_that_another_secret_signed() throws Exception {
        assertRefused(http.get("/v1/groups", token("Tr0ub4dor&3-Tr0ub4dor&3-Tr0ub4dor&3", "epochal")), "invalid-token");
        assertRefused(http.get("/v1/groups", "not.a.token"), "invalid-token");
    }

    @Test
    void a_token_without_the_scope_that_is_asked_for() {
        var operator = server.tokens().token("olga", "desk", "operator", VALIDITY);
        assertRefused(http.get("/v1/groups", operator), "forbidden-scope");
    }

    @Test
    void a_group_that_does_not_exist() {
        var nowhere = "/v1/groups/" + RunningServer.newGroupId();
        assertRefused(http.get(nowhere, member), "unknown-group");
        assertRefused(http.get(nowhere + "/events", member), "unknown-group");
    }

    @Test
    void a_group_of_others_looks_as_if_it_did_not_exist() {
        for (var target : new String[] {"", "/events", "/group-info"}) {
            var foreign = http.get(group(target), stranger);
            var unknown = http.get("/v1/groups/" + RunningServer.newGroupId() + target, stranger);
            assertRefused(foreign, "unknown-group");
            assertThat(foreign.json().path("detail")).isEqualTo(unknown.json().path("detail"));
        }
    }

    @Test
    void a_message_to_a_group_that_the_sender_is_not_in() {
        var foreigner = server.client(RunningServer.newUser("foreigner"), "laptop");
        var own = RunningServer.newGroupId();
        foreigner.publishKeyPackages(1);
        foreigner.createGroup(own);
        var message = foreigner.group(own).group().protect(Octets.utf8("Let me in"));
        var token = server.tokens().token(foreigner.identity().user(), "laptop", VALIDITY);
        var body = BodyPublishers.ofByteArray(message.toArray());
        assertRefused(http.post(group("/messages"), token, MLS, body), "unknown-group");
        assertRefused(http.post(group("/messages"), member, MLS, body), "group-mismatch");
        var nowhere = "/v1/groups/" + RunningServer.newGroupId() + "/messages";
        assertRefused(http.post(nowhere, token, MLS, body), "unknown-group");
    }

    @Test
    void an_address_where_nothing_is() {
        assertRefused(http.get("/v1/nothing", member), "not-found");
        assertRefused(http.get("/", member), "not-found");
        assertRefused(http.get("/v1/submissions/" + UUID.randomUUID(), member), "unknown-submission");
    }

    @Test
    void a_method_that_the_address_does_not_take() {
        var answer = http.send(http.request("/v1/groups", member).DELETE());
        assertRefused(answer, "method-not-allowed");
        assertThat(answer.header("Allow")).contains("GET").contains("POST");
    }

    @Test
    void a_cursor_that_is_none() {
        assertRefused(http.get(group("/events?from=-1"), member), "bad-parameter");
        assertRefused(http.get(group("/events?from=last"), member), "bad-parameter");
        assertRefused(http.get(group("/events?from=0&from=1"), member), "bad-parameter");
        assertRefused(http.get(group("/events?limit=501"), member), "bad-parameter");
        assertRefused(http.get(group("/events?wait=26"), member), "bad-parameter");
        assertRefused(http.get(group("/events?since=0"), member), "bad-parameter");
        assertRefused(http.get("/v1/groups/!!/events", member), "bad-parameter");
    }

    @Test
    void an_idempotency_key_that_is_none() {
        assertRefused(say("k".repeat(256), "x".getBytes(StandardCharsets.UTF_8)), "bad-parameter");
    }

    @Test
    void an_idempotency_key_that_was_used_for_another_body() {
        var key = UUID.randomUUID().toString();
        var group = alice.group(groupId).group();
        assertThat(say(key, group.protect(Octets.utf8("One")).toArray()).status())
                .isEqualTo(201);
        assertRefused(say(key, group.protect(Octets.utf8("Two")).toArray()), "idempotency-key-reused");
    }

    private RawHttp.Answer say(String idempotencyKey, byte[] message) {
        return http.send(http.request(group("/messages"), member)
                .header("Content-Type", MLS)
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofByteArray(message)));
    }

    private String group(String rest) {
        return "/v1/groups/" + groupId + rest;
    }

    private void assertRefused(RawHttp.Answer answer, String name) {
        assertThat(documented).containsKey(name);
        assertThat(answer.response().body()).contains("\"https://epochal.dev/problems/" + name + "\"");
        assertThat(answer.status()).isEqualTo(documented.get(name));
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.json().path("title").asText()).isNotBlank();
        assertThat(answer.json().path("correlationId").asText()).isEqualTo(answer.header("X-Correlation-Id"));
    }

    private static String token(String secret, String audience) throws JoseException {
        var claims = new JwtClaims();
        claims.setIssuer("epochal");
        claims.setAudience(audience);
        claims.setSubject("alice");
        claims.setStringClaim("client", "laptop");
        claims.setStringClaim("scope", "client");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setPayload(claims.toJson());
        signature.setKey(new HmacKey(secret.getBytes(StandardCharsets.UTF_8)));
        return signature.getCompactSerialization();
    }
}
