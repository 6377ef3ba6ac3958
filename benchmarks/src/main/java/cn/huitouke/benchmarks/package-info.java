/**
 * How fast is it, against what it could be: a load driver that speaks as WeChat does, two baselines
 * that do only the unavoidable, and a runner that measures all of them in one go.
 */
@NullMarked
package cn.huitouke.benchmarks;

import org.jspecify.annotations.NullMarked;
