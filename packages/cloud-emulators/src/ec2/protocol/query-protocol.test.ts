import { describe, expect, it } from 'vitest';
import { textAt } from '../testing/parse-xml.js';
import { startEc2, UBUNTU } from '../testing/start-ec2.js';

describe('the Query API', () => {
  it('answers in its namespace, with a request id in body and header', async () => {
    const { query } = await startEc2();
    const { text, headers, content } = await query('DescribeVpcs');
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<DescribeVpcsResponse xmlns="http:\/\/ec2.amazonaws.com\/doc\/2016-11-15\/">/,
    );
    expect(headers.get('content-type')).toBe('text/xml;charset=UTF-8');
    expect(textAt(content, 'requestId')).toBe(headers.get('x-amzn-requestid'));
  });

  it('takes parameters in the address as well', async () => {
    const { query } = await startEc2();
    const parameters = { 'RegionName.1': 'eu-west-1' };
    const answer = await query('DescribeRegions', parameters, { method: 'GET' });
    expect(textAt(answer.content, 'regionInfo', 'item', 'regionName')).toBe('eu-west-1');
  });

  it.each([
    ['MissingAction', '', {}],
    ['InvalidAction', 'DescribeEverything', {}],
    ['InvalidAction', 'toString', {}],
    ['UnknownParameter', 'DescribeRegions', { Colour: 'red' }],
    ['UnknownParameter', 'DescribeRegions', { 'RegionName.1.Name': 'eu-west-1' }],
    ['UnknownParameter', 'DescribeRegions', { 'RegionName.x': 'eu-west-1' }],
    ['UnknownParameter', 'DescribeRegions', { 'RegionName.0': 'eu-west-1' }],
    ['UnknownParameter', 'DescribeRegions', { RegionName: 'eu-west-1' }],
    ['UnknownParameter', 'DescribeRegions', { constructor: 'x' }],
    ['UnknownParameter', 'DescribeRegions', { '__proto__.x': 'x' }],
    ['UnknownParameter', 'DescribeRegions', { 'Filter..Name': 'x' }],
    ['UnknownParameter', 'DescribeRegions', { 'Filter.1.Name': 'x', 'Filter.1': 'x' }],
    ['MissingParameter', 'TerminateInstances', {}],
    ['MissingParameter', 'DescribeInstances', { 'Filter.1.Value.1': 'x' }],
    ['MissingParameter', 'RunInstances', { ImageId: UBUNTU, MinCount: 1 }],
    ['InvalidParameterValue', 'RunInstances', { ImageId: UBUNTU, MinCount: 'one', MaxCount: 1 }],
    ['InvalidParameterValue', 'RunInstances', { ImageId: UBUNTU, MinCount: 0, MaxCount: 1 }],
    ['InvalidParameterValue', 'DescribeRegions', { AllRegions: 'perhaps' }],
    ['InvalidParameterValue', 'DescribeRegions', { DryRun: 'perhaps' }],
    ['InvalidParameterValue', 'DescribeInstances', { MaxResults: 4 }],
    ['InvalidParameterValue', 'DescribeInstances', { MaxResults: 1001 }],
    ['InvalidParameterValue', 'DescribeSpotPriceHistory', { StartTime: 'yesterday' }],
    [
      'InvalidParameterValue',
      'DescribeInstances',
      { 'Filter.1.Name': 'x', 'Filter.1.Value.1': 'y' },
    ],
    ['InvalidParameterValue', 'DescribeInstances', { 'Filter.1.Name': 'instance-id' }],
    ['InvalidCharacter', 'DescribeRegions', { 'RegionName.1': 'a\u0000b' }],
    ['InvalidNextToken', 'DescribeInstances', { NextToken: 'made up' }],
  ])('answers %s to %s with %j', async (code, action, parameters) => {
    const { query } = await startEc2();
    expect(await query(action, parameters)).toMatchObject({ status: 400, code });
  });

  it('names the parameter that is wrong', async () => {
    const { query } = await startEc2();
    const { message } = await query('DescribeInstances', {
      'Filter.1.Name': 'instance-id',
      'Filter.1.Value.1': 'i-1',
      'Filter.1.Colour': 'red',
    });
    expect(message).toContain('Filter.1.Colour');
    const missing = await query('RunInstances', { MinCount: 1 });
    expect(missing.message).toContain('MaxCount');
  });

  it('says so when a parameter is EC2’s but not the emulator’s', async () => {
    const { query } = await startEc2();
    const launch = { ImageId: UBUNTU, MinCount: 1, MaxCount: 1 };
    for (const parameter of [
      'CpuOptions.CoreCount',
      'Placement.GroupName',
      'Ipv6Address.1.Ipv6Address',
    ]) {
      const answer = await query('RunInstances', { ...launch, [parameter]: 1 });
      expect(answer).toMatchObject({ status: 400, code: 'UnsupportedOperation' });
      expect(answer.message).toContain('not of this emulator');
    }
  });

  it('knows one version of the API', async () => {
    const { query } = await startEc2();
    expect((await query('DescribeRegions', {}, { version: '2014-10-01' })).code).toBe(
      'NoSuchVersion',
    );
    expect((await query('DescribeRegions', {}, { version: undefined })).code).toBe(
      'MissingParameter',
    );
  });

  it('refuses other methods, paths and content types with an error of EC2', async () => {
    const { emulator } = await startEc2();
    const ask = async (path: string, init: RequestInit) =>
      (await fetch(`${emulator.url}${path}`, init)).text();
    expect(await ask('/', { method: 'DELETE' })).toContain('<Code>InvalidRequest</Code>');
    expect(await ask('/latest/meta-data', {})).toContain('<Code>InvalidRequest</Code>');
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect(await ask('/', json)).toContain('<Code>MissingAuthenticationToken</Code>');
    const broken = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=%ZZ',
    };
    expect(await ask('/', broken)).toContain('<Code>MalformedQueryString</Code>');
  });

  it('refuses a parameter that is given twice', async () => {
    const { emulator } = await startEc2();
    const response = await fetch(`${emulator.url}/?Action=DescribeRegions&Action=DescribeVpcs`);
    expect(await response.text()).toContain('MalformedQueryString');
  });

  it('does nothing in a dry run and says whether it would have', async () => {
    const { query, state } = await startEc2();
    const launch = {
      ImageId: UBUNTU,
      InstanceType: 't3.small',
      MinCount: 1,
      MaxCount: 1,
      DryRun: true,
    };
    expect(await query('RunInstances', launch)).toMatchObject({
      status: 412,
      code: 'DryRunOperation',
    });
    expect((await query('RunInstances', { ...launch, InstanceType: 'x9.huge' })).code).toBe(
      'InvalidParameterValue',
    );
    state.deny('RunInstances');
    expect(await query('RunInstances', launch)).toMatchObject({
      status: 403,
      code: 'UnauthorizedOperation',
    });
    state.allow('RunInstances');
    expect((await query('RunInstances', launch)).code).toBe('DryRunOperation');
    expect(state.instances()).toEqual([]);
  });
});
