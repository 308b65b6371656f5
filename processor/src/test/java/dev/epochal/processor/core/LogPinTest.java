package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.mls.extension.Extension;
import dev.epochal.schema.history.LogPin;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Permission;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// The log that a GroupContext pins, and who may change it.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class LogPinTest {
    private static final Extension PIN = pin("chat.example.org", 1);
    private static final Extension OTHER_KEY = pin("chat.example.org", 2);
    private static final Extension OTHER = new Extension(0xF4A2, PIN.contents());

    private final Founder founder = new Founder();
    private final Scene scene = new Scene();

    private static Extension pin(String name, int key) {
        return new Extension(LogPin.EXTENSION_TYPE, new LogPin(name, Scene.filled(key)).contents());
    }

    @Test
    void a_pin_is_part_of_the_state_from_the_first_epoch_on() {
        begin(GroupPolicy.getDefaultInstance(), PIN);
        assertThat(pinned()).isEqualTo(new LogPin("chat.example.org", Scene.filled(1)));
    }

    @Test
    void nobody_may_change_or_drop_it_by_default() {
        begin(GroupPolicy.getDefaultInstance(), PIN);
        assertThat(rule(OTHER_KEY)).isEqualTo("change_log");
        assertThat(rule()).isEqualTo("change_log");
        commit(PIN, OTHER);
        assertThat(pinned().publicKey()).isEqualTo(Scene.filled(1));
    }

    @Test
    void a_group_may_pin_one_later() {
        begin(GroupPolicy.getDefaultInstance());
        commit(PIN);
        assertThat(rule(OTHER_KEY)).isEqualTo("change_log");
    }

    @Test
    void the_policy_may_let_administrators_change_it() {
        begin(
                GroupPolicy.newBuilder()
                        .setChangeLog(Permission.PERMISSION_ADMINISTRATORS)
                        .build(),
                PIN);
        commit(OTHER_KEY);
        assertThat(pinned().publicKey()).isEqualTo(Scene.filled(2));
    }

    @Test
    void what_can_not_be_read_is_no_pin() {
        assertThat(LogPin.ofContext(ByteString.copyFromUtf8("no context"))).isEmpty();
        begin(GroupPolicy.getDefaultInstance(), new Extension(LogPin.EXTENSION_TYPE, Bytes.octets(Scene.filled(1))));
        assertThat(LogPin.of(scene.state().group().context().extensions())).isEmpty();
    }

    private LogPin pinned() {
        return LogPin.of(scene.state().group().context().extensions()).orElseThrow();
    }

    private void begin(GroupPolicy policy, Extension... extensions) {
        scene.now = Founder.NOW_MS;
        scene.given(founder.command(founder.creation(List.of(extensions)).setPolicy(policy)));
    }

    private void commit(Extension... extensions) {
        scene.given(founder.command(founder.commit(scene.state().group(), List.of(extensions))));
    }

    private String rule(Extension... extensions) {
        return scene.refused(founder.command(founder.commit(scene.state().group(), List.of(extensions))))
                .getPolicyRefusal()
                .getRule();
    }
}
