"""Words of work that is spread over processes and machines, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "cluster_address": (
        "'{address}' is no address such as 'tcp://host:8786'",
        "“{address}”不是形如“tcp://host:8786”的地址",
    ),
    "cluster_tls": (
        "{address} is encrypted, and Dask's configuration names no certificates",
        "{address} 为加密连接，而 Dask 配置中没有证书",
    ),
    "cluster_unreachable": (
        "no Dask scheduler answers at {address}",
        "{address} 处没有 Dask 调度器应答",
    ),
    "cluster_empty": (
        "the scheduler at {address} has no worker",
        "{address} 处的调度器没有工作进程",
    ),
    "cluster_foreign": (
        "a worker there cannot run this simulator: {reason}",
        "该处的工作进程无法运行本模拟器：{reason}",
    ),
    "cluster_other": (
        "worker {worker} has {name} {there}, here it is {here}",
        "工作进程 {worker} 的 {name} 为 {there}，本机为 {here}",
    ),
    "cluster_hint": (
        "docs/cluster.md says how to start scheduler and workers",
        "启动调度器与工作进程的方法见“docs/cluster.md”",
    ),
    "cluster_lost": (
        "The connection to the scheduler is lost. What was solved is kept; the same command goes "
        "on from there.",
        "与调度器的连接已断开。已求解的结果均已保存，重复同一命令即可继续。",
    ),
    "workers_died": (
        "Every worker that solved a certain block died of it, most likely for want of memory. "
        "What was solved is kept; fewer workers may get through.",
        "求解某一批变体的工作进程接连终止，多半是内存不足。已求解的结果均已保存，可减少进程数后重试。",
    ),
}
