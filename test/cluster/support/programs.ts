/** Small trainings on several ranks; each prints its parameters at the end. */

/** PyTorch, data-parallel over gloo; the environment says who is who. */
export const DDP = `
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

dist.init_process_group('gloo')
rank, size = dist.get_rank(), dist.get_world_size()
# Other data on each rank: only what they tell each other keeps them equal.
torch.manual_seed(rank)
model = DistributedDataParallel(torch.nn.Linear(2, 1))
start = [p.detach().clone() for p in model.parameters()]
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for step in range(20):
    x = torch.randn(16, 2)
    loss = ((model(x) - x.sum(dim=1, keepdim=True)) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
values = [round(float(v), 6) for p in model.parameters() for v in p.flatten()]
moved = max(float((a - b).abs().max()) for a, b in zip(start, model.parameters()))
print('ranks', size)
print('trained', moved > 0.01)
print('parameters', values, flush=True)
dist.destroy_process_group()
`;

/** TensorFlow, workers that mirror their variables; TF_CONFIG says who is who. */
export const MIRRORED = `
import json, os
import tensorflow as tf

strategy = tf.distribute.MultiWorkerMirroredStrategy()
index = json.loads(os.environ['TF_CONFIG'])['task']['index']
with strategy.scope():
    weights = tf.Variable([0.0, 0.0], aggregation=tf.VariableAggregation.MEAN)

@tf.function
def step():
    def replica():
        x = tf.constant([1.0, index + 1.0])
        with tf.GradientTape() as tape:
            loss = (tf.reduce_sum(x * weights) - 3.0) ** 2
        weights.assign_sub(0.05 * tape.gradient(loss, weights))
    strategy.run(replica)

for _ in range(20):
    step()
print('ranks', strategy.num_replicas_in_sync)
print('trained', float(tf.reduce_max(tf.abs(weights))) > 0.01)
print('parameters', [round(float(v), 6) for v in weights.numpy()], flush=True)
`;

/** The line with the parameters. */
export const parametersIn = (log: string): string =>
  log.split('\n').find(line => line.startsWith('parameters')) ?? '';
