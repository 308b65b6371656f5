package dev.epochal.api.access;

/// The names of users and clients: 1 to 128 visible characters without a slash, since `user/client` is the identity of
/// an MLS credential.
public final class Names {
    private static final int LENGTH_MAX = 128;

    private Names() {}

    /// Whether a user or a client can have this name.
    public static boolean isValid(String name) {
        return !name.isEmpty()
                && name.codePointCount(0, name.length()) <= LENGTH_MAX
                && name.codePoints().allMatch(Names::isVisible);
    }

    private static boolean isVisible(int codePoint) {
        return codePoint != '/'
                && switch (Character.getType(codePoint)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }
}
