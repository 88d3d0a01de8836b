// Loaded into each measured process: answers every message from its parent with the CPU time that it has used so far.

process.on('message', () => process.send?.(process.cpuUsage()));
process.channel?.unref();
