package io.databased.internal.session;

/**
 * Room on the stack for sessions that are nested in each other's work. Work that calls itself without an end overflows the stack
 * somewhere, and what undoes its sessions must not be stopped halfway; so there is room for that, or no further child.
 */
final class StackRoom {
    /** How deep is usual; less is not looked at. */
    private static final int USUAL_LEVEL = 32;

    private static final int FRAMES = 1_200; // of some 60 to 160 bytes; a third of them is too few

    private StackRoom() {}

    /** @throws StackOverflowError if there is too little for a child of a session of that level */
    static void require(int level) {
        if (level > USUAL_LEVEL) {
            use(FRAMES, level, 1, 2, 3);
        }
    }

    /** What is alive across the call keeps the frames large, whether they are interpreted or compiled. */
    private static long use(int frames, long a, long b, long c, long d) {
        return frames == 0 ? 0 : use(frames - 1, b, c, d, a + 1) ^ a ^ b ^ c ^ d;
    }
}
