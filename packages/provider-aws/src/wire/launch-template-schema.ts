import * as v from 'valibot';

/** The answer of DescribeLaunchTemplates. */
export const launchTemplatePageSchema = v.pipe(
  v.object({
    LaunchTemplates: v.array(
      v.object({
        LaunchTemplateId: v.string(),
        LaunchTemplateName: v.optional(v.string(), ''),
        CreateTime: v.optional(v.date()),
      }),
    ),
    NextToken: v.optional(v.string()),
  }),
  v.transform(({ LaunchTemplates, NextToken }) => ({
    templates: LaunchTemplates.map(({ LaunchTemplateId, LaunchTemplateName, CreateTime }) => ({
      id: LaunchTemplateId,
      name: LaunchTemplateName,
      createdAt: CreateTime,
    })),
    nextToken: NextToken,
  })),
);

export type LaunchTemplate = v.InferOutput<typeof launchTemplatePageSchema>['templates'][number];
