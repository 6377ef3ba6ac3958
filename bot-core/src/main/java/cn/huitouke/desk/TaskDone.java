package cn.huitouke.desk;

/** An operator closed a task. */
public record TaskDone(String key, String kind, String outcome, String operator) {}
