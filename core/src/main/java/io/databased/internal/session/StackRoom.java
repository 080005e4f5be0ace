package io.databased.internal.session;

/**
 * Room on the stack for sessions that are nested in each other's work. Work that calls itself without an end overflows the stack
 * somewhere, and what undoes its sessions must not be stopped halfway; so there is room for that, or no further child.
 */
final class StackRoom {
    /** How deep is usual; less is not looked at. */
    private static final int USUAL_LEVEL = 32;

    private static final int FRAMES = 500;

    private StackRoom() {}

    /** @throws StackOverflowError if there is too little for a child of a session of that level */
    static void require(int level) {
        if (level > USUAL_LEVEL) {
            use(FRAMES);
        }
    }

    private static int use(int frames) {
        return frames == 0 ? 0 : 1 + use(frames - 1);
    }
}
