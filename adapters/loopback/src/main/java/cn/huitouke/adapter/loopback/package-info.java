/**
 * An in-memory platform and the adapter for it: the engine's test partner, and the adapter to copy.
 * Begin with {@link cn.huitouke.adapter.loopback.LoopbackChannel}.
 */
@NullMarked
package cn.huitouke.adapter.loopback;

import org.jspecify.annotations.NullMarked;
