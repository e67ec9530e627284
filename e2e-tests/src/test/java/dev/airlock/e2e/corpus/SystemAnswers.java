package dev.airlock.e2e.corpus;

/// What an engine says of itself, with secrets that a session must not see.
final class SystemAnswers {

  static final String VERSION =
      """
      {"Platform":{"Name":""},"Components":[{"Name":"Engine","Version":"28.5.2","Details":{"ApiVersion":"1.51","Arch":"amd64","BuildTime":"2026-01-01T00:00:00.000000000+00:00","Experimental":"false","GitCommit":"abc","GoVersion":"go1.25","KernelVersion":"6.18.0","MinAPIVersion":"1.24","Os":"linux"}}],
       "Version":"28.5.2","ApiVersion":"1.51","MinAPIVersion":"1.24","GitCommit":"abc","GoVersion":"go1.25","Os":"linux","Arch":"amd64","KernelVersion":"6.18.0","BuildTime":"2026-01-01T00:00:00.000000000+00:00"}
      """;

  static final String INFO =
      """
      {"ID":"host-secret-id","Containers":12,"ContainersRunning":9,"ContainersPaused":0,"ContainersStopped":3,"Images":40,"Driver":"overlay2","DriverStatus":[["Backing Filesystem","extfs"]],
       "Plugins":{"Volume":["local"],"Network":["bridge","host","ipvlan","macvlan","null","overlay"],"Authorization":null,"Log":["json-file","local","syslog"]},
       "MemoryLimit":true,"SwapLimit":true,"CpuCfsPeriod":true,"CpuCfsQuota":true,"CPUShares":true,"CPUSet":true,"PidsLimit":true,"IPv4Forwarding":true,"Debug":false,"NFd":33,"OomKillDisable":false,"NGoroutines":55,
       "SystemTime":"2026-01-01T00:00:00Z","LoggingDriver":"json-file","CgroupDriver":"cgroupfs","CgroupVersion":"1","NEventsListener":2,"KernelVersion":"6.18.0","OperatingSystem":"Debian GNU/Linux 12","OSVersion":"12","OSType":"linux","Architecture":"x86_64",
       "IndexServerAddress":"https://index.registry.example/v1/","RegistryConfig":{"IndexConfigs":{"registry.example":{"Mirrors":["https://host-secret-mirror.example/"],"Name":"registry.example","Official":true,"Secure":true}},"InsecureRegistryCIDRs":["127.0.0.0/8"],"Mirrors":["https://host-secret-mirror.example/"]},
       "NCPU":8,"MemTotal":33554432000,"GenericResources":null,"DockerRootDir":"/var/lib/docker-host-secret","HttpProxy":"http://user:host-secret@proxy.example:3128","HttpsProxy":"http://user:host-secret@proxy.example:3128","NoProxy":"host-secret.example","Name":"host-secret-name","Labels":["rack=host-secret"],"ExperimentalBuild":false,"ServerVersion":"28.5.2",
       "Runtimes":{"runc":{"path":"/usr/bin/host-secret/runc"}},"DefaultRuntime":"runc","Swarm":{"NodeID":"host-secret-node","NodeAddr":"10.9.8.7","LocalNodeState":"inactive","ControlAvailable":false,"Error":"","RemoteManagers":null},"LiveRestoreEnabled":false,"Isolation":"","InitBinary":"docker-init","ContainerdCommit":{"ID":""},"RuncCommit":{"ID":""},"InitCommit":{"ID":""},"SecurityOptions":["name=seccomp,profile=builtin"],"CDISpecDirs":["/etc/cdi"],"Warnings":["host-secret"]}
      """;

  private SystemAnswers() {}
}
