package dev.epochal.api.exchange;

import com.google.protobuf.ByteString;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;

/// A body with an entity tag. Who has it is told so, who lost a part of it may ask for one piece, and who takes gzip
/// gets it so (RFC 9110 §8.8.3, §13, §14). A piece is always of the body as it is: the tag of that is strong, and
/// the tag of what was compressed is weak, since nobody can put pieces of that together.
///
/// @param mediaType its media type
/// @param octets the body
/// @param tag its strong entity tag, in quotes
public record TaggedBody(String mediaType, ByteString octets, String tag) {
    private static final String UNIT = "bytes";

    /// The answer to this call.
    ///
    /// @throws ProblemException if the call wants a piece that there is not
    public Answer answer(Call call) {
        var answer = call.knows(tag)
                ? Answer.notModified()
                : call.range(tag)
                        .map(value -> answer(call, ByteRange.parse(value, octets.size())))
                        .orElseGet(() -> whole(call));
        boolean isCompressed = answer.headers().containsKey("Content-Encoding");
        return answer.with("ETag", isCompressed ? "W/" + tag : tag)
                .with("Accept-Ranges", UNIT)
                .with("Vary", "Accept-Encoding");
    }

    private Answer answer(Call call, ByteRange range) {
        return switch (range) {
            case ByteRange.Whole() -> whole(call);
            case ByteRange.Piece(int from, int to) ->
                Answer.partial(mediaType, octets.substring(from, to))
                        .with("Content-Range", UNIT + " " + from + "-" + (to - 1) + "/" + octets.size());
            case ByteRange.Missing() ->
                throw new ProblemException(
                        Problem.of(ProblemType.RANGE_NOT_SATISFIABLE, "The body has " + octets.size() + " octets")
                                .withHeader("Content-Range", UNIT + " */" + octets.size()));
        };
    }

    private Answer whole(Call call) {
        return Compression.answer(call, mediaType, octets);
    }
}
