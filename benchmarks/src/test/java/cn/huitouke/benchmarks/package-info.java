@NullMarked
package cn.huitouke.benchmarks;

import org.jspecify.annotations.NullMarked;
