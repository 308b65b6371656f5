package dev.epochal.server;

/// What the operator ordered was not done, or nobody knows so far; the message says in one line why and what to do.
final class OrderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OrderException(String message) {
        super(message);
    }

    OrderException(String message, Throwable cause) {
        super(message, cause);
    }
}
