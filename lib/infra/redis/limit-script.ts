/**
 * Everything that is counted for one call in one round trip, on one node of the cluster (all names share a hash tag).
 * Time is Redis' own, so that gateways with other clocks agree. Nothing is taken unless everything fits.
 *
 * KEYS: one per window, then the quota, then the places.
 * ARGV: windows, cost, then per window interval and tolerance (µs); quota limit (0: none), quota start, quota life (ms);
 *       places (0: none), request, life of a place (ms).
 * Returns [outcome, window, then per window the arrival ahead of now (µs)], outcome 0 fits, 1 rate, 2 quota, 3 places,
 * and last the calls of the month.
 */
export const LIMIT_SCRIPT = `
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local windows = tonumber(ARGV[1])
local cost = tonumber(ARGV[2])
local arrivals = {}
local answer = {0, 0}
local outcome = 0
for i = 1, windows do
  local interval = tonumber(ARGV[1 + i * 2])
  local tolerance = tonumber(ARGV[2 + i * 2])
  local arrival = tonumber(redis.call('GET', KEYS[i]) or 0)
  if arrival < now then arrival = now end
  local after = arrival + interval * cost
  if after - now > tolerance + 0.001 and outcome == 0 then
    outcome = 1
    answer[2] = i
  end
  answer[2 + i] = string.format('%.0f', arrival - now)
  arrivals[i] = after
end
local base = 2 + windows * 2
local quota = tonumber(ARGV[base + 1])
local used = -1
if quota > 0 then
  local known = redis.call('GET', KEYS[windows + 1])
  used = tonumber(known or ARGV[base + 2])
  if known and tonumber(ARGV[base + 2]) > used then used = tonumber(ARGV[base + 2]) end
  if outcome == 0 and used >= quota then outcome = 2 end
end
local places = tonumber(ARGV[base + 4])
local placesKey = KEYS[#KEYS]
if outcome == 0 and places > 0 then
  local milliseconds = math.floor(now / 1000)
  redis.call('ZREMRANGEBYSCORE', placesKey, '-inf', milliseconds)
  if redis.call('ZCARD', placesKey) >= places then outcome = 3 end
end
if outcome == 0 then
  for i = 1, windows do
    redis.call('SET', KEYS[i], string.format('%.3f', arrivals[i]), 'PX', math.max(1, math.ceil((arrivals[i] - now) / 1000)))
    answer[2 + i] = string.format('%.0f', arrivals[i] - now)
  end
  if quota > 0 then
    used = used + 1
    redis.call('SET', KEYS[windows + 1], string.format('%.0f', used), 'PX', ARGV[base + 3])
  end
  if places > 0 then
    local life = tonumber(ARGV[base + 6])
    redis.call('ZADD', placesKey, math.floor(now / 1000) + life, ARGV[base + 5])
    redis.call('PEXPIRE', placesKey, life)
  end
end
answer[1] = outcome
answer[3 + windows] = string.format('%.0f', used)
return answer
`;
