package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;

/// Hands on each event to those who follow its group as soon as it can be read, without a query for each of them.
///
/// Who wants an unbroken sequence subscribes first, then reads what there is, and passes over what the subscription
/// tells once more: each event that the reading did not find yet is told afterwards. Safe for use by several threads.
public interface LiveEvents {
    /// The events of a group.
    Subscription ofGroup(ByteString groupId);

    /// The events of all groups that the client is a member of, and of those that it becomes one of, each from the
    /// event that makes it a member.
    Subscription ofClient(Identity identity);
}
