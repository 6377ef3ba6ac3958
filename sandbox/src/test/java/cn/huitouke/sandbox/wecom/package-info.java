@org.jspecify.annotations.NullMarked
package cn.huitouke.sandbox.wecom;
