/** Simulated customers with habits: what they do with their phones, and how they take what they get. */
@NullMarked
package cn.huitouke.sandbox.people;

import org.jspecify.annotations.NullMarked;
